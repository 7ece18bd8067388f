"""Are the facts of the documents found by asking for them?"""
