//! Two states and their difference: the parts add up, whatever the states.

mod addition;
mod dense;
mod laws;
#[cfg(feature = "files")]
mod renamed_report;
mod renaming;
mod world;
