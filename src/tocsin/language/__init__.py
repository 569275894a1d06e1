"""Article -> Reading: words, sentences, parse, mentions and the model's scored spans."""
