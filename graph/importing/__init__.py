"""What ``eucn import`` does: registers read, their tables kept, their layers put into a store."""
