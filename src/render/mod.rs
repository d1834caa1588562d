//! Draws a finished report; computes no figures.

mod table;
