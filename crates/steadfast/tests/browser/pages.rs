//! Every page, with months of life in it: it fits, axe finds nothing, and pictures are kept for people to look at.
