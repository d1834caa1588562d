//! Damaged data sets: each is the sound one with a small fault, and must be told, not swallowed.

mod areas;
#[cfg(feature = "xlsx")]
#[path = "../books/mod.rs"]
mod books;
mod border;
mod coordinates;
mod days;
mod encoding;
mod explain;
mod kept;
mod kilometres;
mod markers;
mod memory;
mod mutation;
mod output;
mod over_time;
mod pledges;
mod points;
mod settings;
mod shape;
mod support;
mod surveys;
#[cfg(feature = "xlsx")]
mod xlsx;
