"""Problems to be solved, whoever it takes."""
