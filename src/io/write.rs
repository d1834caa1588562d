//! Output files, each whole or not at all.

use std::io::Write;
use std::path::{Path, PathBuf};

use thiserror::Error;

use super::csv_out;
use crate::lang::Lang;
use crate::report::Report;

/// Why a file was not written; an earlier file of that name is unchanged.
#[derive(Debug, Error)]
#[error(
    "{path}: {reason}; not written, what stood there still stands: give a folder that you may \
     write in"
)]
pub struct WriteError {
    /// The file.
    pub path: PathBuf,
    /// What the system says.
    pub reason: std::io::Error,
}

impl Report {
    /// Writes [`FILES`](Self::FILES) into a folder, which is made if need be, pages, maps
    /// and workbook in English. Each file is written whole or not at all, and the same report gives
    /// the same bytes.
    ///
    /// # Errors
    /// When the system cannot write.
    pub fn write(&self, folder: impl AsRef<Path>) -> Result<(), WriteError> {
        self.write_in(folder, Lang::English)
    }

    /// The files that are written.
    pub const FILES: &[&str] = &[
        "report.json",
        "report.html",
        "map.svg",
        "strip.svg",
        "map.geojson",
        "map.qml",
        "gaps.csv",
        "problems.csv",
        #[cfg(feature = "xlsx")]
        "report.xlsx",
    ];

    /// As [`write`](Self::write), pages, maps and workbook in a language.
    ///
    /// # Errors
    /// When the system cannot write.
    pub fn write_in(&self, folder: impl AsRef<Path>, lang: Lang) -> Result<(), WriteError> {
        let folder = folder.as_ref();
        let failed = |path: &Path| {
            let path = path.to_owned();
            move |reason| WriteError { path, reason }
        };
        std::fs::create_dir_all(folder).map_err(failed(folder))?;
        let contents = [
            json(self),
            Ok(self.page(lang).into_bytes()),
            Ok(self.map_svg(lang).into_bytes()),
            Ok(self.strip_svg(lang).into_bytes()),
            Ok(self.map_geojson(lang, Self::DECIMALS).into_bytes()),
            Ok(self.map_qml(lang).into_bytes()),
            csv_out::write(&self.work_list(), self.csv),
            csv_out::write(&self.problem_list(), self.csv),
            #[cfg(feature = "xlsx")]
            self.to_xlsx(lang).map_err(std::io::Error::other),
        ];
        for (name, content) in Self::FILES.iter().zip(contents) {
            let path = folder.join(name);
            content.and_then(|bytes| whole(folder, &path, &bytes)).map_err(failed(&path))?;
        }
        Ok(())
    }
}

/// The report with its keys in the order of the contract.
fn json(report: &Report) -> std::io::Result<Vec<u8>> {
    let mut bytes = serde_json::to_vec_pretty(report)?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// Writes beside the target, then moves into place in one step.
pub(super) fn whole(folder: &Path, path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut file = tempfile::Builder::new();
    #[cfg(unix)]
    {
        // As for any new file: the mask of the process takes away what it must.
        use std::os::unix::fs::PermissionsExt;
        file.permissions(std::fs::Permissions::from_mode(0o666));
    }
    let mut file = file.prefix(".border-coverage-").tempfile_in(folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    file.persist(path)?;
    Ok(())
}
