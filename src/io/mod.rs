//! Files to values and back: a folder in, a folder out, every problem with file, line and field.

mod address_out;
mod addresses;
mod admin_files;
mod border_file;
mod collection;
mod control_points;
mod csv_out;
mod data_set;
mod date_checks;
mod decode;
mod drawn_file;
mod entry;
mod error;
mod files;
mod folder;
mod grid;
mod marker_files;
mod names;
mod official_length;
mod registration_file;
mod registry_files;
mod report;
mod settings;
mod suggest;
mod survey_files;
mod survey_out;
mod table;
mod tables;
mod unread_files;
#[cfg_attr(not(feature = "xlsx"), path = "no_workbook.rs")]
mod workbook;
mod write;
mod write_folder;

pub use data_set::DataSet;
pub use error::ReadError;
pub use report::ReportOptions;
pub use settings::Settings;
pub use write::WriteError;
pub use write_folder::{UnwritableError, WriteFolderError};
