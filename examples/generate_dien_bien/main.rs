//! Writes the example data set `data/dien_bien` again, from the real line and a fixed seed.
//!
//! ```text
//! cargo run --release --example generate_dien_bien [-- DIR]
//! ```
//!
//! Prints what it wrote. `tests/example_data.rs` holds the committed files to this output.

mod dien_bien;
#[path = "../opening/mod.rs"]
mod opening;

use std::path::Path;
use std::process::ExitCode;

use dien_bien::Outcome;

const USAGE: &str = "generate_dien_bien [DIR]

  DIR  where to write the data set; default: data/dien_bien";

fn main() -> ExitCode {
    opening::run(USAGE, 1, |arguments| {
        let here = concat!(env!("CARGO_MANIFEST_DIR"), "/data/dien_bien");
        write(Path::new(arguments.first().map_or(here, String::as_str)))
    })
}

fn write(folder: &Path) -> Outcome<()> {
    let failed = |reason: std::io::Error| {
        let folder = folder.display();
        format!("{folder}: {reason}; name a folder that you may write in")
    };
    std::fs::create_dir_all(folder).map_err(failed)?;
    let mut listing = String::new();
    for (name, contents) in dien_bien::generate()? {
        std::fs::write(folder.join(name), &contents).map_err(failed)?;
        listing += &format!("{name:18} {:6} lines\n", contents.lines().count());
    }
    Ok(opening::print(format_args!("{listing}"))?)
}
