//! Depth: the number of spans that hold each position.

use serde::{Deserialize, Serialize};

use super::layers::{Layer, LayerBuilder, TooDeepError, for_each_layer};
use super::set::SpanSet;
use crate::span::Span;
use crate::units::{Length, Measure};

/// The number of spans that hold each position, as sorted layers; gaps have no layer.
///
/// Depth maps of parts of the input [merge](Self::merge) into the depth map of all, in any order.
/// Serialises as a list of layers. Any list can be read: the depths of overlapping layers add up.
///
/// ```
/// use border_coverage::{Measure, Span};
/// use border_coverage::cover::DepthMap;
/// let span = |a, b| Span::new(Measure::from_mm(a), Measure::from_mm(b));
/// let depth = DepthMap::of(&[span(0, 60)?, span(40, 80)?])?;
/// assert_eq!((depth.length_held(1).mm(), depth.length_held(2).mm()), (80, 20));
/// assert_eq!(depth.deepest(1)[0].span, span(40, 60)?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(try_from = "Vec<Layer>", into = "Vec<Layer>")]
pub struct DepthMap(Vec<Layer>);

impl DepthMap {
    /// The depth map of `spans`, in any order; time is nearly linear in the spans.
    ///
    /// # Errors
    /// When 2³² or more spans hold one position.
    pub fn of(spans: &[Span]) -> Result<Self, TooDeepError> {
        let mut done = Vec::new();
        for_each_layer(spans, |layer| done.push(layer)).map(|()| Self(done))
    }

    /// The layers, sorted.
    #[must_use]
    pub fn layers(&self) -> &[Layer] {
        &self.0
    }

    /// The depth at `at`; a binary search.
    #[must_use]
    pub fn depth(&self, at: Measure) -> u32 {
        let index = self.0.partition_point(|layer| layer.span.to() <= at);
        self.0.get(index).filter(|layer| layer.span.contains(at)).map_or(0, |layer| layer.depth)
    }

    /// The length of depth `times` or more; for zero as for one, since gaps have no layer.
    #[must_use]
    pub fn length_held(&self, times: u32) -> Length {
        let deep = self.0.iter().filter(|layer| layer.depth >= times);
        deep.fold(Length::ZERO, |sum, layer| sum + layer.span.length())
    }

    /// Where the depth is `times` or more; for zero as for one, since gaps have no layer.
    #[must_use]
    pub fn held(&self, times: u32) -> SpanSet {
        self.0.iter().filter(|layer| layer.depth >= times).map(|layer| layer.span).collect()
    }

    /// The `count` deepest layers, deepest first; equally deep ones by their start.
    #[must_use]
    pub fn deepest(&self, count: usize) -> Vec<Layer> {
        let mut layers: Vec<Layer> = self.0.clone();
        let rank = |layer: &Layer| (std::cmp::Reverse(layer.depth), layer.span);
        if 0 < count && count < layers.len() {
            layers.select_nth_unstable_by_key(count - 1, rank);
        }
        layers.truncate(count);
        layers.sort_unstable_by_key(rank);
        layers
    }

    /// Adds the depths of another part of the input; associative and commutative.
    ///
    /// Time is linear in both: merge many maps pairwise, like a tournament, not one after another.
    ///
    /// # Errors
    /// When 2³² or more spans hold one position; nothing is changed then.
    pub fn merge(&mut self, other: &Self) -> Result<(), TooDeepError> {
        *self = Self::try_from([&self.0[..], &other.0[..]].concat())?;
        Ok(())
    }
}

impl TryFrom<Vec<Layer>> for DepthMap {
    type Error = TooDeepError;

    /// The sum of layers in any order.
    fn try_from(parts: Vec<Layer>) -> Result<Self, TooDeepError> {
        let mut steps: Vec<(i64, i64)> = Vec::with_capacity(2 * parts.len());
        for Layer { span, depth } in parts {
            let depth = i64::from(depth);
            steps.extend([(span.from().mm(), depth), (span.to().mm(), -depth)]);
        }
        // A stable sort, as it merges the sorted runs of two maps in linear time.
        steps.sort();
        let (mut layers, mut all) = (LayerBuilder::default(), Vec::new());
        let mut done = |layer| all.push(layer);
        steps.into_iter().for_each(|(at, step)| layers.step(at, step, &mut done));
        layers.finish(&mut done).map(|()| Self(all))
    }
}

impl From<DepthMap> for Vec<Layer> {
    fn from(depth: DepthMap) -> Self {
        depth.0
    }
}
