"""Find messages, people and cases again: in any language, by the beginning of a word, in spite of a typo."""
