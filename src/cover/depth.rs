//! How many hold each place, without who.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::ends::steps_in_order;
use super::set::SpanSet;
use crate::span::Span;
use crate::units::{Length, Measure};

/// A maximal stretch that equally many hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Layer {
    /// Where it lies.
    pub span: Span,
    /// How many hold it.
    pub depth: u32,
}

/// More hold a place than can be counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("more than {} hold the place at {} km: count the parts apart", u32::MAX, .0.from_start().km())]
pub struct TooDeep(
    /// The first such place.
    pub Measure,
);

/// How many hold each place: layers in order, those that nobody holds left out.
///
/// Depths of parts counted apart [merge](Self::merge) into the depth of all, in any order. As
/// JSON it is a list of layers; any list may be read, and the depths of layers that overlap add
/// up.
///
/// ```
/// use border_coverage::{DepthMap, Measure, Span};
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
    pub fn of(spans: &[Span]) -> Result<Self, TooDeep> {
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

    /// Joins the depths of a part counted apart to this one; associative and commutative.
    ///
    /// # Errors
    /// When 2³² or more hold one place; nothing is changed then.
    pub fn merge(&mut self, other: &Self) -> Result<(), TooDeep> {
        *self = Self::try_from([&self.0[..], &other.0[..]].concat())?;
        Ok(())
    }
}

/// Shows the layers of [`DepthMap::of`] one by one, in order; needs about 8 bytes a span, however
/// many layers there are, and up to 40 where nearly all spans lie in one ten-thousandth of the
/// stretch from the first to the last.
///
/// # Errors
/// When 2³² or more hold one place; what could be counted has been shown.
///
/// ```
/// use border_coverage::{Measure, Span, for_each_layer};
/// let span = |a, b| Span::new(Measure::from_mm(a), Measure::from_mm(b));
/// let mut shared = 0;
/// for_each_layer(&[span(0, 60)?, span(40, 80)?], |layer| {
///     shared += if layer.depth > 1 { layer.span.length().mm() } else { 0 };
/// })?;
/// assert_eq!(shared, 20);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn for_each_layer(spans: &[Span], mut each: impl FnMut(Layer)) -> Result<(), TooDeep> {
    let mut layers = Layers::default();
    steps_in_order(spans, |at, step| layers.turn(at, step, &mut each));
    layers.open.into_iter().for_each(each);
    layers.too_deep.map_or(Ok(()), Err)
}

impl TryFrom<Vec<Layer>> for DepthMap {
    type Error = TooDeep;

    /// The sum of layers in any order.
    fn try_from(parts: Vec<Layer>) -> Result<Self, TooDeep> {
        let mut steps: Vec<(i64, i64)> = Vec::with_capacity(2 * parts.len());
        for Layer { span, depth } in parts {
            let depth = i64::from(depth);
            steps.extend([(span.from().mm(), depth), (span.to().mm(), -depth)]);
        }
        // Of two maps that are merged, both come in order: the sort finds their runs.
        steps.sort();
        let (mut layers, mut done) = (Layers::default(), Vec::new());
        steps.into_iter().for_each(|(at, step)| {
            layers.turn(at, step, &mut |layer| done.push(layer));
        });
        layers.finish(done)
    }
}

impl From<DepthMap> for Vec<Layer> {
    fn from(depth: DepthMap) -> Self {
        depth.0
    }
}

/// Layers in the making.
#[derive(Default)]
struct Layers {
    /// How far they came; any place before the first layer will do at first.
    at: i64,
    /// Cannot overflow: fewer than 2³¹ layers that fit memory, of depths below 2³².
    depth: i64,
    /// The layer that may still grow.
    open: Option<Layer>,
    too_deep: Option<TooDeep>,
}

impl Layers {
    /// Turns shallower or deeper at a place not before the last; `done` is shown what is closed.
    #[inline]
    fn turn(&mut self, at: i64, step: i64, done: &mut impl FnMut(Layer)) {
        if at != self.at {
            self.go(at, done);
        }
        self.depth += step;
    }

    fn go(&mut self, at: i64, done: &mut impl FnMut(Layer)) {
        let (from, to) = (Measure::from_mm(self.at), Measure::from_mm(at));
        self.at = at;
        if self.depth == 0 {
            return;
        }
        let Some(span) = Span::nonempty(from, to) else { return };
        let Ok(depth) = u32::try_from(self.depth) else {
            self.too_deep = self.too_deep.or(Some(TooDeep(from)));
            return;
        };
        match &mut self.open {
            Some(last) if last.depth == depth && last.span.to() == from => {
                last.span = Span::nonempty(last.span.from(), to).unwrap_or(span);
            }
            open => open.replace(Layer { span, depth }).into_iter().for_each(done),
        }
    }

    fn finish(self, mut done: Vec<Layer>) -> Result<DepthMap, TooDeep> {
        done.extend(self.open);
        self.too_deep.map_or(Ok(DepthMap(done)), Err)
    }
}
