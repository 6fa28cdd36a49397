"""A transparency log as a library: the tree, tiles, signed notes, proofs, cosigning, and an independent verifier. Knows no hub."""
