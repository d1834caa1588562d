//! The folder that is read where none is given: the example beside the program's source.

use std::path::{Path, PathBuf};

use crate::Outcome;

/// The folder of the example within the repository.
const EXAMPLE: &str = "data/dien_bien";

/// Where the example lies: beside the manifest the program was built from, or below the current
/// folder. It is no part of the program, since its line is under the Open Database License.
pub(crate) fn folder() -> Outcome<PathBuf> {
    let built_from = Path::new(env!("CARGO_MANIFEST_DIR")).join(EXAMPLE);
    let here = PathBuf::from(EXAMPLE);
    let found = [built_from, here].into_iter().find(|folder| folder.is_dir());
    found.ok_or_else(|| NOT_FOUND.into())
}

const NOT_FOUND: &str = "no folder is given, and the example is not on this machine

Give the folder of a data set:
  border-coverage report my-folder

Or get the example and run the program there:
  git clone https://github.com/border-coverage/border-coverage
  cd border-coverage && border-coverage

Or begin a folder of your own with border.geojson, a feature collection in which each section of
the line is a LineString with a property section:
  {\"type\": \"FeatureCollection\", \"features\": [{\"type\": \"Feature\",
    \"properties\": {\"section\": \"dyke\"},
    \"geometry\": {\"type\": \"LineString\", \"coordinates\": [[5.10, 52.30], [5.15, 52.31]]}}]}
Then add who keeps what, in villages.csv and registrations.csv:
  village,name
  north,North team

  registration,village,section,from,to,since
  1,north,dyke,start,km 1.5,2024-01-01
All files and columns: https://docs.rs/border-coverage/latest/border_coverage/dataset/";
