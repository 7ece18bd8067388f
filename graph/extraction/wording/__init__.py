"""What the review says to a person, in the three languages, on the page and on the terminal."""
