//! A folder of data in, a table and a folder of reports out.
//!
//! `cargo run --release --example report`

use border_coverage::{DataSet, Error, Lang};

fn main() -> Result<(), Error> {
    let data = DataSet::read(concat!(env!("CARGO_MANIFEST_DIR"), "/data/dien_bien"))?;
    let report = data.report(None, None)?;
    print!("{}", report.to_text(Lang::English));

    assert_eq!(report.line.registered().to_string(), "365.861 km");
    assert_eq!(report.line.share().to_string(), "91.27 %");
    assert_eq!((report.markers.registered, report.markers.total), (173, 187));
    assert_eq!(report.rows_left_out, 0);

    // A page, pictures, maps for other programs, tables: `Report::FILES` names them.
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/target/report");
    report.write_in(folder, Lang::Vietnamese)?;
    println!("\nwritten, in Vietnamese: {folder}");
    Ok(())
}
