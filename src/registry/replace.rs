//! Taking registrations out of a registry, and putting others in their place.

use super::{Registration, Registry, RegistryError};
use crate::id::RegistrationId;
use crate::key::RowKey;

impl Registry {
    /// Removes a registration: all of its rows, which are returned in the order added.
    ///
    /// States that were closed before keep what they say. Takes time by all rows.
    ///
    /// ```
    /// use border_coverage::{DataSet, RegistrationId, State};
    /// let data = DataSet::read(concat!(env!("CARGO_MANIFEST_DIR"), "/data/dien_bien"))?;
    /// let before = data.state(None, None)?;
    /// let mut registry = border_coverage::Registry::clone(data.registry());
    /// assert_eq!(registry.remove_registration(&RegistrationId::new("r052")?).len(), 2);
    /// let after = State::close(before.border().clone(), registry, before.survey(), before.day())?;
    /// let lost = before.ledger().line().registered() - after.ledger().line().registered();
    /// assert_eq!(lost.to_string(), "3.095104 km");
    /// # Ok::<(), border_coverage::Error>(())
    /// ```
    pub fn remove_registration(&mut self, id: &RegistrationId) -> Vec<Registration> {
        let rows = std::mem::take(&mut self.registrations);
        let villages = std::mem::take(&mut self.row_villages);
        let mut removed = Vec::new();
        for (row, village) in rows.into_iter().zip(villages) {
            if row.id == *id {
                removed.push(row);
            } else {
                self.registrations.push(row);
                self.row_villages.push(village);
            }
        }
        removed
    }

    /// Replaces the rows of a registration, which are returned; the new ones stand last.
    ///
    /// # Errors
    /// As for [`add_registration`](Self::add_registration), of any of the new rows; the registry
    /// is unchanged then.
    pub fn replace_registration(
        &mut self,
        id: &RegistrationId,
        rows: impl IntoIterator<Item = Registration>,
    ) -> Result<Vec<Registration>, RegistryError> {
        let kept = self.registrations.len();
        for row in rows {
            if let Err(error) = self.add_registration(row) {
                self.registrations.truncate(kept);
                self.row_villages.truncate(kept);
                return Err(error);
            }
        }
        let added = self.registrations.split_off(kept);
        let villages = self.row_villages.split_off(kept);
        let removed = self.remove_registration(id);
        self.registrations.extend(added);
        self.row_villages.extend(villages);
        Ok(removed)
    }

    /// The registry with each row replaced by those that `rows` gives for it, all of its village;
    /// a row for which it gives none stays.
    pub(crate) fn with_rows(
        &self,
        rows: impl Fn(RowKey, &Registration) -> Option<Vec<Registration>>,
    ) -> Self {
        let mut changed = self.clone();
        changed.registrations.clear();
        changed.row_villages.clear();
        for (key, village, row) in self.keyed_rows() {
            let replaced = rows(key, row).unwrap_or_else(|| vec![row.clone()]);
            changed.row_villages.extend(replaced.iter().map(|_| village));
            changed.registrations.extend(replaced);
        }
        changed
    }
}
