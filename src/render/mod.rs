//! Draws a finished report; computes no figures.

mod over_time;
mod table;
