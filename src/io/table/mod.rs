//! Tables, from CSV files, sheets or GeoJSON: records that know their line, columns by name, every
//! problem collected.

mod address;
mod coordinates;
mod csv_file;
mod data;
mod day_columns;
mod features;
mod header;
mod heads;
mod layout;
mod letters;
mod out;
mod raw_record;
mod read;
mod record;
mod row;
mod sheet;
mod totals;
mod typed;

pub(super) use address::Site;
pub(super) use data::Table;
pub(super) use layout::Layout;
pub(super) use out::{TableOut, cell};
pub(super) use row::{Row, kilometres};
