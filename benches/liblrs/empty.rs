//! Nothing: this package holds a bench.
