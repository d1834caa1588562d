//! Matches what is drawn, a line or an area, to stretches of the border's sections.
//!
//! A drawing becomes samples, each with its foot on the nearest section; two feet in a row bound
//! the reach of the line between them, which counts where it lies near the drawing.

mod land;
mod outline;
mod reach;
mod runs;
mod samples;
mod through;

use super::{AddressError, Border, GroundStretch};
use crate::geodesy::LonLat;
use crate::id::SectionId;
use crate::key::SectionKey;
use crate::units::Place;
use reach::Collected;
use samples::Sampler;

/// Stretches closer than this touch, in metres: less than any survey resolves.
const TOUCH: f64 = 2e-4;

/// A stretch shorter than this is none, in metres: accounts are kept in millimetres.
const SHORTEST: f64 = 1e-3;

/// How well a drawing fits the border.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
#[non_exhaustive]
pub struct Fit {
    /// The drawing's own length, in metres.
    pub drawn: f64,
    /// How much of it runs along the border within the tolerance, in metres.
    pub along: f64,
    /// The farthest that a point of it was moved, in metres.
    pub farthest: f64,
    /// The mean distance by which it was moved, in metres.
    pub mean: f64,
    /// How much of the line it passes by, in metres: where two of its points in a row have feet
    /// on either side of a reach that lies farther from the drawing than the tolerance.
    pub passed_by: f64,
}

/// The stretches that a drawing means, and how well it fits them.
#[derive(Debug, Clone, PartialEq, Default)]
#[non_exhaustive]
pub struct DrawnStretches {
    /// In the order of the sections, then along them.
    pub stretches: Vec<GroundStretch>,
    /// How well the drawing fits.
    pub fit: Fit,
}

/// A stretch on the ground: its section and ends.
type KeyedStretch = (SectionKey, Place, Place);

impl Border {
    /// The stretches along which a line was drawn, one or more parts.
    ///
    /// The drawing is sampled at its vertices, at least every 25 m, and where it crosses the line,
    /// passes the end of a section or comes within the tolerance. Each sample goes to its nearest
    /// section (or the one given), and each section's samples are matched to it in order, either
    /// way. What of the line lies between the feet of two samples counts if all of it is within
    /// the tolerance of the drawing: a line drawn across the mouth of a tongue does not take the
    /// tongue, and [`Fit::passed_by`] holds its length.
    ///
    /// Where the drawing comes up to the border or leaves it (by an angle of more than 11°), the
    /// stretch starts where it begins to run along, and what only crosses it is none; at the
    /// drawing's own ends, and at the ends of sections, it is exact. Takes some microseconds for
    /// every 25 m near the border, and for every kilometre elsewhere.
    ///
    /// # Errors
    /// When the section is unknown, the drawing has no two different points or is longer than
    /// 5,000 km, or nothing of it runs along the border within the tolerance.
    ///
    /// ```
    /// use border_coverage::{Border, LonLat};
    /// use geo_types::line_string;
    /// // A tongue of 5.5 km, 400 m wide.
    /// let border = Border::from_lines([("dyke", line_string![
    ///     (x: 102.0, y: 22.0), (x: 102.05, y: 22.0), (x: 102.05, y: 22.05),
    ///     (x: 102.054, y: 22.05), (x: 102.054, y: 22.0), (x: 102.1, y: 22.0),
    /// ])])?;
    /// let across = vec![LonLat::new(102.02, 22.0)?, LonLat::new(102.08, 22.0)?];
    /// let drawn = border.along(None, &[across])?;
    /// assert_eq!(drawn.stretches.len(), 2);
    /// assert_eq!(drawn.fit.passed_by.round(), 11_485.0);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn along(
        &self,
        section: Option<&SectionId>,
        parts: &[Vec<LonLat>],
    ) -> Result<DrawnStretches, AddressError> {
        let only = section.map(|id| self.section_key(id)).transpose()?;
        have_length(parts.iter())?;
        let (sampler, mut found) = (Sampler::new(self, only), Collected::default());
        for part in parts {
            let samples = sampler.samples(part, &mut found.fit.drawn)?;
            self.collect_runs(&samples, &mut found);
        }
        self.drawn(found)
    }

    /// Joins stretches that touch or overlap, and turns the sum of offsets into their mean.
    fn drawn(&self, found: Collected) -> Result<DrawnStretches, AddressError> {
        let Collected { mut stretches, mut fit } = found;
        fit.mean = if fit.along > 0.0 { fit.mean / fit.along } else { 0.0 };
        stretches.sort_by_key(|&stretch| stretch);
        let mut joined: Vec<KeyedStretch> = Vec::new();
        for (section, from, to) in stretches {
            match joined.last_mut() {
                Some(last) if last.0 == section && from.metres() <= last.2.metres() + TOUCH => {
                    last.2 = last.2.max(to);
                }
                _ => joined.push((section, from, to)),
            }
        }
        joined.retain(|(_, from, to)| to.metres() - from.metres() > SHORTEST);
        if joined.is_empty() {
            return Err(AddressError::NotAlong { tolerance: self.tolerance });
        }
        let stretch = |(section, from, to)| GroundStretch {
            section: self.section_at(section).id().clone(),
            from,
            to,
        };
        Ok(DrawnStretches { stretches: joined.into_iter().map(stretch).collect(), fit })
    }
}

/// Refuses drawings of which no part has two different points.
fn have_length<'a>(mut parts: impl Iterator<Item = &'a Vec<LonLat>>) -> Result<(), AddressError> {
    if parts.any(|part| part.iter().any(|point| part.first() != Some(point))) {
        Ok(())
    } else {
        Err(AddressError::Nothing)
    }
}
