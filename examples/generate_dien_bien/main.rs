//! Writes the example data set `data/dien_bien` again, from the real line and a fixed seed.
//!
//! ```text
//! cargo run --release --example generate_dien_bien [-- DIR]
//! ```
//!
//! Prints what it wrote. `tests/example_data.rs` holds the committed files to this output.

mod dien_bien;

use std::path::PathBuf;

use dien_bien::Outcome;

fn main() -> Outcome<()> {
    let folder = std::env::args_os().nth(1).map_or_else(
        || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/data/dien_bien")),
        PathBuf::from,
    );
    std::fs::create_dir_all(&folder)?;
    let mut listing = String::new();
    for (name, contents) in dien_bien::generate()? {
        std::fs::write(folder.join(name), &contents)?;
        listing += &format!("{name:18} {:6} lines\n", contents.lines().count());
    }
    std::io::Write::write_all(&mut std::io::stdout(), listing.as_bytes())?;
    Ok(())
}
