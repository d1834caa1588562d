//! Draws a finished report; computes no figures.

mod conflicts;
mod table;
