//! A folder of files: a directory, or files in memory.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::io::{Error, ErrorKind};
use std::path::{Path, PathBuf};

use super::error::ReadError;
use crate::problem::{Problem, Problems};

/// A file to be written: its name and its bytes.
pub(super) type File = (&'static str, Vec<u8>);

/// A folder whose files can be listed and read.
pub(super) enum Folder {
    Directory(PathBuf),
    /// The files by name.
    Memory(BTreeMap<String, Vec<u8>>),
}

impl Folder {
    /// A directory.
    ///
    /// # Errors
    /// When there is no such directory.
    pub(super) fn directory(path: &Path) -> Result<Self, ReadError> {
        let path = path.to_owned();
        if path.is_dir() {
            Ok(Self::Directory(path))
        } else {
            Err(ReadError::NoFolder { folder: path })
        }
    }

    /// Files in memory. Like the files of subdirectories, those with a path for a name are not in
    /// the folder.
    pub(super) fn memory(
        files: impl IntoIterator<Item = (String, Vec<u8>)>,
        problems: &mut Problems,
    ) -> Self {
        let mut by_name = BTreeMap::new();
        for (name, bytes) in files {
            if name.contains(['/', '\\']) {
                let message = "not read: give the name of the file alone, without a path";
                problems.warn(Problem::in_file(&name, message));
                continue;
            }
            match by_name.entry(name) {
                Entry::Vacant(free) => drop(free.insert(bytes)),
                Entry::Occupied(first) => {
                    let message = "two files have this name, and the first one is read: remove one";
                    problems.warn(Problem::in_file(first.key(), message));
                }
            }
        }
        Self::Memory(by_name)
    }

    /// The path of a directory.
    pub(super) fn path(&self) -> Option<&Path> {
        match self {
            Self::Directory(path) => Some(path),
            Self::Memory(_) => None,
        }
    }

    /// The names of the files, in order; none where a directory cannot be listed.
    pub(super) fn names(&self) -> Vec<String> {
        match self {
            Self::Directory(path) => {
                let entries = std::fs::read_dir(path).into_iter().flatten().flatten();
                let files = entries.filter(|entry| !entry.path().is_dir());
                let names = files.map(|entry| entry.file_name().to_string_lossy().into_owned());
                let mut names: Vec<String> = names.collect();
                names.sort_unstable();
                names
            }
            Self::Memory(files) => files.keys().cloned().collect(),
        }
    }

    /// Whether it has a file of this name.
    pub(super) fn has(&self, file: &str) -> bool {
        match self {
            Self::Directory(path) => path.join(file).exists(),
            Self::Memory(files) => files.contains_key(file),
        }
    }

    /// The bytes of a file; none where there is no such file.
    ///
    /// # Errors
    /// When the system cannot read the file.
    pub(super) fn read(&self, file: &str) -> Result<Option<Cow<'_, [u8]>>, ReadError> {
        match self {
            Self::Directory(path) => Ok(read(path.join(file))?.map(Cow::Owned)),
            Self::Memory(files) => Ok(files.get(file).map(|bytes| Cow::Borrowed(&**bytes))),
        }
    }
}

/// The bytes of a file on disk; none where there is no such file.
fn read(path: PathBuf) -> Result<Option<Vec<u8>>, ReadError> {
    // Reading a pipe would wait for ever.
    if std::fs::metadata(&path).is_ok_and(|data| !data.is_file() && !data.is_dir()) {
        let reason = Error::other("it is no file, but a pipe or a device");
        return Err(ReadError::System { path, reason });
    }
    let reason = match std::fs::read(&path) {
        Ok(bytes) => return Ok(Some(bytes)),
        Err(reason) if reason.kind() != ErrorKind::NotFound => reason,
        Err(_) if path.symlink_metadata().is_err() => return Ok(None),
        Err(_) => Error::new(ErrorKind::NotFound, "it is a link to a file that is not there"),
    };
    Err(ReadError::System { path, reason })
}
