//! How many hold each place, without who.

use serde::{Deserialize, Serialize};

use super::layers::{Layer, LayerBuilder, TooDeepError, for_each_layer};
use super::set::SpanSet;
use crate::span::Span;
use crate::units::{Length, Measure};

/// How many hold each place: layers in order, those that nobody holds left out.
///
/// Depths of parts counted apart [merge](Self::merge) into the depth of all, in any order. As
/// JSON it is a list of layers; any list may be read, and the depths of layers that overlap add
/// up.
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
    /// How many of `spans`, in any order, hold each place; time nearly linear in the spans.
    ///
    /// # Errors
    /// When 2³² or more hold one place.
    pub fn of(spans: &[Span]) -> Result<Self, TooDeepError> {
        let mut done = Vec::new();
        for_each_layer(spans, |layer| done.push(layer)).map(|()| Self(done))
    }

    /// The layers, in order.
    pub fn layers(&self) -> &[Layer] {
        &self.0
    }

    /// How many hold `at`; a binary search.
    pub fn depth(&self, at: Measure) -> u32 {
        let place = self.0.partition_point(|layer| layer.span.to() <= at);
        self.0.get(place).filter(|layer| layer.span.contains(at)).map_or(0, |layer| layer.depth)
    }

    /// The length that at least `times` hold; of zero times, as of once.
    pub fn length_held(&self, times: u32) -> Length {
        let deep = self.0.iter().filter(|layer| layer.depth >= times);
        deep.fold(Length::ZERO, |sum, layer| sum + layer.span.length())
    }

    /// Where at least `times` hold; of zero times, as of once.
    pub fn held(&self, times: u32) -> SpanSet {
        self.0.iter().filter(|layer| layer.depth >= times).map(|layer| layer.span).collect()
    }

    /// The `count` deepest layers, the deepest first; of equally deep ones the first along the
    /// axis.
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

    /// Joins the depths of a part counted apart to this one; associative and commutative. In time
    /// linear in both: of many parts join two and two.
    ///
    /// # Errors
    /// When 2³² or more hold one place; nothing is changed then.
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
        // Of two maps that are merged, both come in order: the sort finds their runs.
        steps.sort();
        let (mut layers, mut all) = (LayerBuilder::default(), Vec::new());
        let mut done = |layer| all.push(layer);
        steps.into_iter().for_each(|(at, step)| layers.turn(at, step, &mut done));
        layers.finish(&mut done).map(|()| Self(all))
    }
}

impl From<DepthMap> for Vec<Layer> {
    fn from(depth: DepthMap) -> Self {
        depth.0
    }
}
