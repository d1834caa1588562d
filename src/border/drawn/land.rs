//! The stretches of the border inside an area or along its edge.

use super::super::{AddressError, Border};
use super::reach::Collected;
use super::samples::Sampler;
use super::through::Outline;
use super::{DrawnStretches, have_length};
use crate::geodesy::{LonLat, distance};
use crate::id::SectionId;

/// The farthest a corner of an area may lie from its first corner, in metres.
const LARGEST: f64 = 500_000.0;

impl Border {
    /// The stretches of the border that run through an area, or along its edge within the
    /// tolerance. Each polygon is its rings, outer and holes in any order; a ring whose last corner
    /// is not its first is closed.
    ///
    /// Through: exact crossings of geodesic edges, in a projection in which they are straight.
    /// Along: where the border lies outside the area and the outline follows it, to the foot of
    /// the corner at which the outline leaves it; so areas that share their corners share the ends
    /// of their stretches. Where the outline only crosses the border, it is not along it. With a
    /// section given, what lies on the others is left out. Takes some microseconds for each corner
    /// near the border, and for each edge of the border near the area.
    ///
    /// # Errors
    /// When the section is unknown, the area has no outline, the border runs neither through it nor
    /// along it, or it reaches farther than 500 km from its first corner.
    ///
    /// ```
    /// use border_coverage::{Border, LonLat};
    /// use geo_types::line_string;
    /// let border =
    ///     Border::from_lines([("dyke", line_string![(x: 10.0, y: 50.0), (x: 10.1, y: 50.0)])])?;
    /// // Its southern edge follows the dyke 40 m north of it.
    /// let corners = [(10.02, 50.00036), (10.06, 50.00036), (10.06, 50.03), (10.02, 50.03)];
    /// let ring = corners.iter().map(|&(x, y)| LonLat::new(x, y)).collect::<Result<_, _>>()?;
    /// let land = border.within_land(None, &[vec![ring]])?;
    /// let stretch = &land.stretches[0];
    /// assert_eq!((stretch.to.metres() - stretch.from.metres()).round(), 2_868.0);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn within_land(
        &self,
        section: Option<&SectionId>,
        polygons: &[Vec<Vec<LonLat>>],
    ) -> Result<DrawnStretches, AddressError> {
        let only = section.map(|id| self.section_key(id)).transpose()?;
        have_length(polygons.iter().flatten())?;
        let (sampler, mut found) = (Sampler::new(self, None), Collected::default());
        for rings in polygons {
            let rings: Vec<Vec<LonLat>> = rings.iter().map(|ring| closed(ring)).collect();
            let Some(middle) = rings.iter().flatten().next().copied() else { continue };
            let reach = rings.iter().flatten().map(|&p| distance(middle, p)).fold(0.0, f64::max);
            if reach > LARGEST {
                return Err(AddressError::TooWide { reach: reach / 1e3 });
            }
            let outline = Outline::new(&rings, middle, reach)?;
            for key in self.index.near(middle, reach + 1.0) {
                let within = outline.through(self.section_at(key).line());
                found.stretches.extend(within.into_iter().map(|(from, to)| (key, from, to)));
            }
            for ring in &rings {
                let samples = sampler.samples(ring, &mut found.fit.drawn)?;
                self.collect_outline(samples, &outline, &mut found);
            }
        }
        found.stretches.retain(|(section, ..)| only.is_none_or(|only| only == *section));
        self.drawn(found)
    }
}

/// A ring whose last corner is its first.
fn closed(ring: &[LonLat]) -> Vec<LonLat> {
    let mut ring = ring.to_vec();
    if ring.first() != ring.last() {
        ring.extend(ring.first().copied());
    }
    ring
}
