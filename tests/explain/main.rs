//! Two states and their difference: the parts add up, whatever the states.

mod dense;
mod laws;
mod world;
