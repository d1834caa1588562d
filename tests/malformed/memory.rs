//! A data set in memory is read as the same files on disk.

use border_coverage::DataSet;
use border_coverage::io::ReadError;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use super::mutation::{Change, change, changed};
use super::support::{Set, sound};

/// What was read, but for the title, which is by default the folder's name: every row with the
/// line on which it was read, every section, survey and marker, every problem.
fn read(data: Result<DataSet, ReadError>, folder: &str) -> Result<[String; 4], String> {
    // A folder that lacks its border is named.
    let data = data.map_err(|error| error.to_string().replace(folder, ""))?;
    let (registry, border, problems) = (data.registry(), data.border(), data.problems());
    let rows = format!(
        "{:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?}",
        registry.areas().areas(),
        registry.jurisdictions(),
        registry.villages(),
        registry.registrations(),
        registry.pledges(),
        registry.keepers(),
        registry.works(),
        registry.groups(),
        registry.commendations()
    );
    let sections: Vec<_> = border
        .sections()
        .iter()
        .map(|s| (s.id(), s.name(), s.line().parts().collect::<Vec<_>>()))
        .collect();
    let surveys: Vec<_> = border.surveys().iter().collect();
    let line = format!("{sections:?} {surveys:?} {:?}", border.markers());
    let wrong = format!("{:?} {}", problems.iter().collect::<Vec<_>>(), problems.rows_left_out());
    let settings = format!("{} {:?} {:?}", data.survey(), data.date(), data.csv_style());
    Ok([rows, line, wrong, settings])
}

#[track_caller]
fn is_read_alike(set: &Set) {
    let folder = set.folder();
    let path = format!("{}: ", folder.path().display());
    assert_eq!(read(set.read(), &path), read(DataSet::read(folder.path()), &path));
}

/// Files that a folder may hold beside those of the contract.
const STRANGE: [&str; 6] =
    ["registrations.csv.txt", "Works.csv", "keepers.xlsx", "tables.xlsx", "notes.txt", "more.csv"];

#[derive(Debug, Clone)]
enum Damage {
    Bytes(prop::sample::Index, Vec<(prop::sample::Index, Change)>),
    Remove(prop::sample::Index),
    /// A file under another name.
    Rename(prop::sample::Index, &'static str),
}

impl Damage {
    fn done_to(self, set: &mut Set) {
        let name =
            |at: &prop::sample::Index| at.get(&set.files.keys().collect::<Vec<_>>()).to_string();
        match self {
            Self::Bytes(at, changes) => {
                let name = name(&at);
                let bytes = changed(&set.files[&name], &changes);
                set.files.insert(name, bytes);
            }
            Self::Remove(at) => drop(set.files.remove(&name(&at))),
            Self::Rename(at, other) => {
                let bytes = set.files.remove(&name(&at)).unwrap();
                set.files.insert(other.to_owned(), bytes);
            }
        }
    }
}

fn damage() -> impl Strategy<Value = Damage> {
    let file = any::<prop::sample::Index>;
    prop_oneof![
        6 => (file(), prop::collection::vec(change(), 1..4)).prop_map(|(at, c)| Damage::Bytes(at, c)),
        1 => file().prop_map(Damage::Remove),
        1 => (file(), prop::sample::select(&STRANGE[..])).prop_map(|(at, n)| Damage::Rename(at, n)),
    ]
}

#[test]
fn damaged_folders_are_read_alike_from_disk_and_from_memory() {
    let config = Config { failure_persistence: None, ..Config::with_cases(500) };
    TestRunner::new(config)
        .run(&prop::collection::vec(damage(), 0..4), |damages| {
            let mut set = sound();
            damages.into_iter().for_each(|damage| damage.done_to(&mut set));
            is_read_alike(&set);
            Ok(())
        })
        .unwrap();
}

#[test]
#[cfg(feature = "xlsx")]
fn workbooks_are_read_alike_from_disk_and_from_memory() {
    use super::books::{book, draw};

    let csv = |file: &str| sound().files[file].clone();
    let (markers, registrations) = (csv("markers.csv"), csv("registrations.csv"));
    let own = book(&[("markers", &|sheet| draw(sheet, &markers, 0))]);
    let tables = book(&[
        ("registrations", &|sheet| draw(sheet, &registrations, 0)),
        ("notes", &|sheet| draw(sheet, b"a,b\n", 0)),
    ]);
    let set = sound().remove("markers.csv").remove("registrations.csv");
    let set = set.whole("markers.xlsx", own).whole("tables.xlsx", tables);
    is_read_alike(&set);
    assert_eq!(set.read().unwrap().registry().registrations().len(), 5);
    assert_eq!(set.read().unwrap().problems().iter().len(), 1);
}

#[test]
fn files_given_twice_or_by_a_path_are_problems() {
    let mut files: Vec<(String, Vec<u8>)> = sound().files.into_iter().collect();
    files.push(("villages.csv".to_owned(), b"village,name\nother,Other\n".to_vec()));
    files.push(("old/works.csv".to_owned(), b"work\nother\n".to_vec()));
    let data = DataSet::from_files(files).unwrap();
    let problems: Vec<&str> = data.problems().iter().map(|problem| &*problem.file).collect();
    assert_eq!(problems, ["villages.csv", "old/works.csv"]);
    assert_eq!(
        data.registry().villages().len(),
        sound().read().unwrap().registry().villages().len()
    );
}

#[test]
fn a_border_that_is_missing_in_memory_is_no_folder_s() {
    let error = DataSet::from_files([("villages.csv", "village,name\n")]).unwrap_err();
    assert!(error.to_string().starts_with("border.geojson is missing"), "{error}");
    assert_eq!(sound().read().unwrap().title(), "Sound");
}
