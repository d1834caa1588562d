//! Reports that stand in the tree byte for byte, and the comparison with them.

use std::path::Path;

use border_coverage::DataSet;

/// Compares the `report.json` of a folder with the golden file of this name.
///
/// The first line that differs is shown. Where a change is meant, the commit that makes it writes
/// the file anew (`border-coverage report FOLDER --out DIR`) and says why.
pub(crate) fn holds(folder: &str, name: &str) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let report = DataSet::read(root.join(folder)).unwrap().report(None, None).unwrap();
    let out = tempfile::tempdir().unwrap();
    report.write(out.path()).unwrap();
    let written = std::fs::read_to_string(out.path().join("report.json")).unwrap();
    let golden = root.join("tests/fixtures/golden").join(name);
    let golden = std::fs::read_to_string(golden).unwrap();
    let differs = written.lines().zip(golden.lines()).enumerate().find(|(_, (a, b))| a != b);
    if let Some((i, (written, golden))) = differs {
        panic!("{name}, line {}: `{written}` is written, `{golden}` stands there", i + 1);
    }
    assert!(written == golden, "{name}: one of both goes on where the other ends");
}
