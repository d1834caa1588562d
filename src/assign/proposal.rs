//! Proposals: who should take which part of the gaps.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::fill::Rules;
use super::gap::Question;
use super::options::{Goal, ProposalOptions, WhyUnfilled};
use super::search::{Plan, Search};
use super::{AssignError, Assigner};
use crate::id::{RegistrationId, SectionId, SurveyId, VillageId};
use crate::key::VillageKey;
use crate::ledger::Account;
use crate::marker::Address;
use crate::number::DecimalMark;
use crate::registry::{Declaration, Registration, Registry, Status};
use crate::span::Span;
use crate::state::State;
use crate::units::Length;
use jiff::civil::Date;
use rayon::prelude::*;

/// A stretch that a village should be asked to take. Not a registration.
#[derive(Debug, Clone, PartialEq)]
pub struct Proposal {
    /// An id that no registration has.
    pub id: RegistrationId,
    /// Who should take it.
    pub village: VillageId,
    /// The section.
    pub section: SectionId,
    /// The stretch, in the survey.
    pub span: Span,
    /// Where it starts, as an address that denotes it to the millimetre.
    pub from: Address,
    /// Where it ends.
    pub to: Address,
    /// The survey in which the addresses are meant.
    pub survey: SurveyId,
    /// The day of the ledger.
    pub since: Date,
    /// How far the village is from the stretch on average, in metres.
    pub mean_m: f64,
    /// How far it is from the farthest place of it, in metres.
    pub farthest_m: f64,
    /// Whether it touches a stretch that the village keeps.
    pub touches: bool,
}

impl Proposal {
    /// The columns of `registrations.csv`, in the order of [`fields`](Self::fields).
    pub const COLUMNS: [&str; 9] = Registration::COLUMNS;

    /// The row of `registrations.csv` that registers it, its numbers with this decimal mark and
    /// exact to the millimetre. To be written when the village has agreed.
    pub fn fields(&self, mark: DecimalMark) -> [String; 9] {
        self.registered().fields(mark).unwrap_or_default()
    }

    /// The registration it would be.
    fn registered(&self) -> Registration {
        Registration {
            id: self.id.clone(),
            village: self.village.clone(),
            declared: Declaration::Written {
                section: self.section.clone(),
                from: self.from.clone(),
                to: self.to.clone(),
                survey: Some(self.survey.clone()),
            },
            since: self.since,
            until: None,
            rounding: [Length::ZERO; 2],
            status: Status::Registered,
            source: None,
        }
    }
}

/// Part of a gap that is proposed to nobody.
#[derive(Debug, Clone, PartialEq)]
pub struct Unfilled {
    /// The section.
    pub section: SectionId,
    /// The stretch, in the ledger's survey.
    pub span: Span,
    /// Where it starts.
    pub from: Address,
    /// Where it ends.
    pub to: Address,
    /// Why.
    pub why: WhyUnfilled,
}

/// Who should take which part of the gaps, and what would come of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Proposals {
    /// The stretches, in order of the line. They lie in gaps and do not overlap.
    pub proposals: Vec<Proposal>,
    /// What is left; with the proposals it tiles the gaps.
    pub unfilled: Vec<Unfilled>,
    /// The account of the line as it is.
    pub before: Account,
    /// The account of the line were all proposals registered, computed by a ledger of its own.
    pub after: Account,
}

impl Assigner {
    /// Who should take which part of the gaps.
    ///
    /// As much as possible is filled; then, with as few cuts away from markers as possible and
    /// as many stretches touching what their village keeps, the goal decides. A village takes at
    /// most one stretch of a gap, keeps within its capacity and is nowhere farther from a stretch
    /// than allowed. Each gap is filled in the best of all ways that its cuts leave, given what
    /// the villages take elsewhere; over all gaps the result is never worse than if each next
    /// stretch went to the nearest village in turn.
    ///
    /// ```no_run
    /// use border_coverage::assign::ProposalOptions;
    /// use border_coverage::prelude::*;
    /// let data = DataSet::read("data/dien_bien")?;
    /// let state = data.state(None, None)?;
    /// let proposals =
    ///     state.assigner().reaching(Length::from_km(10.0)?).propose(&ProposalOptions::default())?;
    /// println!("{} would be kept", proposals.after.share());
    /// # Ok::<(), Error>(())
    /// ```
    ///
    /// # Errors
    /// Were there a fault in the library, when the proposals do not go into the registry, or its
    /// accounts do not close.
    pub fn propose(&self, options: &ProposalOptions) -> Result<Proposals, AssignError> {
        let question = |(section, gap)| self.question(section, gap, options.step);
        let questions: Vec<_> = self.gaps().into_par_iter().map(question).collect();
        let questions = questions.into_iter().collect::<Result<Vec<_>, _>>()?;
        let any = i64::MAX / 4;
        let rules = Rules {
            least: options.least.mm().max(1),
            greatest: options.greatest.map_or(any, Length::mm),
            touching: options.touching,
            fair: options.goal == Goal::FairestLoad,
        };
        let search = Search { questions, hands: self.hands(options, any), rules };
        let plan = search.best();
        let proposals = self.proposals(&search, &plan)?;
        let unfilled = self.unfilled(&search, &plan)?;
        let mut registry = Registry::clone(self.state.registry());
        for proposal in &proposals {
            registry.add_registration(proposal.registered())?;
        }
        let border = Arc::clone(self.state.border());
        let after = State::close(border, registry, self.state.survey(), self.state.day())?;
        let after = *after.ledger().line();
        Ok(Proposals { proposals, unfilled, before: *self.state.ledger().line(), after })
    }

    fn proposals(&self, search: &Search, plan: &Plan) -> Result<Vec<Proposal>, AssignError> {
        let registered = self.state.registry().registrations().iter().map(|row| &row.id);
        let pledged = self.state.registry().pledges().iter().map(|row| &row.id);
        let taken: BTreeSet<&RegistrationId> = registered.chain(pledged).collect();
        let mut ids = (1..)
            .filter_map(|n| RegistrationId::new(&format!("proposal-{n}")).ok())
            .filter(|id| !taken.contains(id));
        let mut proposals = Vec::new();
        for (question, taken) in search.questions.iter().zip(plan) {
            for stretch in taken {
                let taker = &question.gap.takers[stretch.taker];
                let (Some(span), Some(id)) = (question.span(stretch.from, stretch.to), ids.next())
                else {
                    continue;
                };
                let touches = (stretch.from == 0 && taker.touches.0)
                    || (stretch.to == question.gap.lengths.len() && taker.touches.1);
                proposals.push(self.proposal(id, taker.village, question, span, touches)?);
            }
        }
        Ok(proposals)
    }

    fn proposal(
        &self,
        id: RegistrationId,
        village: VillageKey,
        question: &Question,
        span: Span,
        touches: bool,
    ) -> Result<Proposal, AssignError> {
        let section = question.section;
        let (survey, day) = (self.state.survey(), self.state.day());
        let ends = self.addresses(section, span)?;
        let (from, to) = self.state.border().sure_ends((section, span), ends, survey, day);
        let (start, end) = self.places(section, span)?;
        let distances = self
            .village_at(village)
            .map(|at| self.line(section).distances(at, start, end).map_err(AssignError::from))
            .transpose()?;
        Ok(Proposal {
            id,
            village: self.village_id(village),
            section: self.state.border().section_at(section).id().clone(),
            span,
            from,
            to,
            survey: survey.clone(),
            since: day,
            mean_m: distances.map_or(0.0, |d| d.mean),
            farthest_m: distances.map_or(0.0, |d| d.most),
            touches,
        })
    }

    fn unfilled(&self, search: &Search, plan: &Plan) -> Result<Vec<Unfilled>, AssignError> {
        let mut unfilled: Vec<Unfilled> = Vec::new();
        let loads = search.loads(plan);
        for (question, taken) in search.questions.iter().zip(plan) {
            for (from, to, why) in search.left((question, taken), &loads, self.farthest) {
                let Some(span) = question.span(from, to) else { continue };
                let (from, to) = self.addresses(question.section, span)?;
                let section = self.state.border().section_at(question.section).id().clone();
                unfilled.push(Unfilled { section, span, from, to, why });
            }
        }
        Ok(unfilled)
    }
}
