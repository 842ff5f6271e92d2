"""The make-believe world: Lowland Air, its people and what its customers write, for the demo, the seeds and the tests."""
