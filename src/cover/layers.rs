//! Stretches that equally many hold, one by one.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::claims::{AnonymousClaims, ClippedClaims, ends_before};
use super::order::{EventKind, EventVisitor, SortedEvents};
use super::union_sink::stretch;
use crate::span::Span;
use crate::units::Measure;

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
pub struct TooDeepError(
    /// The first such place.
    pub Measure,
);

/// Shows the layers of [`DepthMap::of`](crate::cover::DepthMap::of) one by one, in order.
///
/// Needs about 8 bytes a span, however many layers there are, and up to 40 where nearly all spans
/// crowd in a small part of the axis.
///
/// # Errors
/// When 2³² or more hold one place; all layers less deep, before it and behind, are shown all the
/// same.
///
/// ```
/// use border_coverage::{Measure, Span};
/// use border_coverage::cover::for_each_layer;
/// let span = |a, b| Span::new(Measure::from_mm(a), Measure::from_mm(b));
/// let mut shared = 0;
/// for_each_layer(&[span(0, 60)?, span(40, 80)?], |layer| {
///     shared += if layer.depth > 1 { layer.span.length().mm() } else { 0 };
/// })?;
/// assert_eq!(shared, 20);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn for_each_layer(spans: &[Span], each: impl FnMut(Layer)) -> Result<(), TooDeepError> {
    let claims = ClippedClaims { claims: &AnonymousClaims(spans), extent: Span::ALL };
    let growing = LayerVisitor { layers: LayerBuilder::default(), each };
    let LayerVisitor { layers, mut each } =
        SortedEvents::of(DepthSteps, &claims).whole().walk(growing);
    layers.finish(&mut each)
}

/// A walk along the steps of the depth that shows the layers between.
struct LayerVisitor<F> {
    layers: LayerBuilder,
    each: F,
}

impl<F: FnMut(Layer)> EventVisitor<DepthStep> for LayerVisitor<F> {
    #[inline(always)]
    fn visit(&mut self, step: DepthStep, _: bool) {
        self.layers.turn(step.at, if step.up { 1 } else { -1 }, &mut self.each);
    }
}

/// Where the depth turns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct DepthStep {
    at: i64,
    /// Whether it becomes deeper there.
    up: bool,
}

/// DepthSteps of the depth: spans that are not told apart.
struct DepthSteps;

impl EventKind for DepthSteps {
    type Event = DepthStep;
    const PER_CLAIM: usize = 2;

    #[inline]
    fn events(&self, span: Span, _: usize, end: i64, mut each: impl FnMut(DepthStep)) {
        ends_before(span, end, |at, up| each(DepthStep { at, up }));
    }

    #[inline]
    fn at(step: &DepthStep) -> i64 {
        step.at
    }

    fn bits(&self) -> u32 {
        1
    }

    #[inline]
    fn pack(&self, step: &DepthStep) -> Option<u64> {
        Some(u64::from(step.up))
    }

    #[inline]
    fn unpack(&self, at: i64, number: u64) -> DepthStep {
        DepthStep { at, up: number > 0 }
    }
}

/// LayerBuilder in the making.
#[derive(Default)]
pub(super) struct LayerBuilder {
    /// Where the open layer starts.
    from: i64,
    /// How many hold it. Cannot overflow: fewer than 2³¹ layers that fit memory, of depths below
    /// 2³².
    depth: i64,
    /// The place reached.
    at: i64,
    /// By how much the depth turns there so far.
    by: i64,
    too_deep: Option<TooDeepError>,
}

impl LayerBuilder {
    /// Turns shallower or deeper at a place not before the last; `done` is shown what is closed.
    #[inline]
    pub(super) fn turn(&mut self, at: i64, step: i64, done: &mut impl FnMut(Layer)) {
        if at != self.at {
            self.close(done);
            self.at = at;
        }
        self.by += step;
    }

    /// Ends the layer before the place reached, unless what follows is as deep.
    #[inline]
    fn close(&mut self, done: &mut impl FnMut(Layer)) {
        if self.by == 0 {
            return;
        }
        if self.depth != 0
            && let Some(span) = stretch(self.from, self.at)
        {
            match u32::try_from(self.depth) {
                Ok(depth) => done(Layer { span, depth }),
                Err(_) => self.too_deep = self.too_deep.or(Some(TooDeepError(span.from()))),
            }
        }
        self.from = self.at;
        self.depth += std::mem::take(&mut self.by);
    }

    /// Ends where the axis does, and with it all who still hold.
    pub(super) fn finish(mut self, done: &mut impl FnMut(Layer)) -> Result<(), TooDeepError> {
        self.turn(Span::ALL.to().mm(), -(self.depth + self.by), done);
        self.close(done);
        self.too_deep.map_or(Ok(()), Err)
    }
}
