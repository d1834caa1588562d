//! Damaged data sets: each is the sound one with a small fault, and must be told, not swallowed.

mod areas;
mod border;
mod encoding;
mod kept;
mod markers;
mod mutation;
mod output;
mod over_time;
mod settings;
mod shape;
mod support;
mod surveys;
