//! Addresses of rows against their section: what passes its end by a last digit, and offsets past
//! other markers.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::table::{Row, Site};
use crate::border::{AddressError, PlacedMarker};
use crate::id::SurveyId;
use crate::marker::Address;
use crate::survey::SurveyError;
use crate::units::{Length, Measure};

/// An offset that runs past so many other markers is doubted: the nearest one is what people write.
const PASSED: usize = 2;

impl Site<'_> {
    /// The address of a field, checked in a survey on a day. A measure that lies beyond an end of
    /// the section by less than its last digit is that end; an offset past other markers is kept.
    /// Both are reported.
    pub(super) fn checked(
        self,
        row: &mut Row<'_>,
        field: &str,
        (address, step): (Address, Length),
        (survey, day): (&SurveyId, Date),
    ) -> (Address, Length) {
        match self.border.locate(self.section, &address, survey, day) {
            Err(AddressError::Beyond {
                reason: SurveyError::Beyond { measure, total }, ..
            }) => {
                let Some((end, message)) = end_within(measure, total, step) else {
                    return (address, step);
                };
                row.warn(field, format!("{message} in survey {survey}"));
                (end, Length::ZERO)
            }
            Ok(located) => {
                if let Address::Marker(_, offset) = address
                    && offset != Length::ZERO
                {
                    self.warn_of_passed(row, field, located.measure, offset, (survey, day));
                }
                (address, step)
            }
            Err(_) => (address, step),
        }
    }

    /// Warns of an offset that ends at `to` and runs past other markers.
    fn warn_of_passed(
        self,
        row: &mut Row<'_>,
        field: &str,
        to: Measure,
        offset: Length,
        (survey, day): (&SurveyId, Date),
    ) {
        let Ok(map) = self.border.calibration(self.section, survey) else { return };
        let from = to + -offset;
        let between = from.min(to)..=from.max(to);
        let stands = |placed: &&PlacedMarker| {
            placed.marker.section == *self.section && placed.marker.period.contains(day)
        };
        let measure = |placed: &PlacedMarker| Some(map.measure(placed.placed.ok()?.place));
        let own = self.border.markers().iter().filter(stands).filter_map(measure);
        let passed: BTreeSet<Measure> =
            own.filter(|m| between.contains(m) && *m != from && *m != to).collect();
        if passed.len() >= PASSED {
            let message = format!(
                "the offset runs past {} other markers: check its digits and unit, or count from \
                 the nearest marker; it is used",
                passed.len()
            );
            row.warn(field, message);
        }
    }
}

/// The end of a section beyond which a measure lies by less than `step`, and what to report.
fn end_within(measure: Length, total: Length, step: Length) -> Option<(Address, String)> {
    if measure > total && measure - total < step {
        let over = measure - total;
        let message = format!(
            "{measure} is {over} beyond the end of the section, less than a unit of its last \
             digit: it is read as the end, which is at {total}"
        );
        Some((Address::End, message))
    } else if measure < Length::ZERO && -measure < step {
        let message = format!(
            "{} before the start of the section, less than a unit of its last digit: it is read \
             as the start",
            -measure
        );
        Some((Address::Start, message))
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_within_the_last_digit_of_an_end_is_the_end() {
        let mm = Length::from_mm;
        let end = |measure, step| end_within(mm(measure), mm(87_351_718), mm(step)).map(|e| e.0);
        assert_eq!(end(87_352_000, 1_000), Some(Address::End));
        assert_eq!(end(87_352_718, 1_000), None, "a whole unit beyond");
        assert_eq!(end(88_000_000, 1_000_000), Some(Address::End));
        assert_eq!(end(87_352_000, 0), None, "exact");
        assert_eq!(end(-999, 1_000), Some(Address::Start));
        assert_eq!(end(-1_000, 1_000), None);
        assert_eq!(end(87_000_000, 1_000), None);
    }
}
