//! Nothing: the package is its benches.
