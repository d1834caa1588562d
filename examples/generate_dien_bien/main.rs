//! Writes the example data set `data/dien_bien` again, from the real line and a fixed seed.
//!
//! ```text
//! cargo run --release --example generate_dien_bien [-- DIR]
//! ```
//!
//! Prints what it wrote. `tests/example_data.rs` holds the committed files to this output.

mod dien_bien;

use std::path::Path;

use dien_bien::Outcome;

fn main() -> Outcome<()> {
    let here = concat!(env!("CARGO_MANIFEST_DIR"), "/data/dien_bien");
    let folder = std::env::args().nth(1);
    write(Path::new(folder.as_deref().unwrap_or(here)))
}

fn write(folder: &Path) -> Outcome<()> {
    let failed = |reason: std::io::Error| {
        let folder = folder.display();
        format!("{folder}: {reason}; name a folder that you may write in")
    };
    std::fs::create_dir_all(folder).map_err(failed)?;
    for (name, contents) in dien_bien::generate()? {
        std::fs::write(folder.join(name), &contents).map_err(failed)?;
        println!("{name:18} {:6} lines", contents.lines().count());
    }
    Ok(())
}
