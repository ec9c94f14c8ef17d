//! What the coach can say about a draft: the findings, their kinds and severities, and who writes what.

/// One thing that the coach looks for. The order is that of the tables in the design and of the generated rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum FindingId {
    /// Makes the act or its effect smaller.
    Minimising,
    /// Puts the cause on the partner, on drink, on work, on the other person.
    BlameShifting,
    /// An excuse in place of ownership.
    Justifying,
    /// "Sorry if", "sorry but", "sorry you feel".
    ConditionalApology,
    /// Answers harm with good intentions.
    IntentionOverImpact,
    /// Harm without a doer, or a shared one.
    Agentless,
    /// Puts a clock on healing.
    Rushing,
    /// Effort or reassurance with a price.
    ExpectingReturn,
    /// Pressure to forgive, to stay, to trust.
    DemandingForgiveness,
    /// Answers pain with the partner's faults.
    CounterAttack,
    /// Tells the partner that what they saw or feel is not so.
    DenyingReality,
    /// Shame in place of remorse.
    SelfCondemnation,
    /// Says concretely what was done.
    NamesTheAct,
    /// First-person responsibility.
    Owns,
    /// Says what it did to the other.
    AcknowledgesImpact,
    /// Regret without qualification.
    Remorse,
    /// What the other feels makes sense, because of what was done.
    Validates,
    /// Offers something to make it right.
    Repair,
    /// Says what will be different.
    CommitsToChange,
    /// Leaves time and choice with the other.
    Patience,
    /// Asks or hopes for forgiveness while leaving it free: a note.
    ForgivenessRequest,
    /// Wanting to die, to disappear, to hurt oneself. Leaves the coach and opens the safety page.
    SelfHarm,
}

impl FindingId {
    /// All findings, in the order of their discriminants.
    pub const ALL: [FindingId; 22] = [
        FindingId::Minimising,
        FindingId::BlameShifting,
        FindingId::Justifying,
        FindingId::ConditionalApology,
        FindingId::IntentionOverImpact,
        FindingId::Agentless,
        FindingId::Rushing,
        FindingId::ExpectingReturn,
        FindingId::DemandingForgiveness,
        FindingId::CounterAttack,
        FindingId::DenyingReality,
        FindingId::SelfCondemnation,
        FindingId::NamesTheAct,
        FindingId::Owns,
        FindingId::AcknowledgesImpact,
        FindingId::Remorse,
        FindingId::Validates,
        FindingId::Repair,
        FindingId::CommitsToChange,
        FindingId::Patience,
        FindingId::ForgivenessRequest,
        FindingId::SelfHarm,
    ];

    /// The finding's name in the contract, in rule files and in the catalogue of words.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            FindingId::Minimising => "minimising",
            FindingId::BlameShifting => "blame_shifting",
            FindingId::Justifying => "justifying",
            FindingId::ConditionalApology => "conditional_apology",
            FindingId::IntentionOverImpact => "intention_over_impact",
            FindingId::Agentless => "agentless",
            FindingId::Rushing => "rushing",
            FindingId::ExpectingReturn => "expecting_return",
            FindingId::DemandingForgiveness => "demanding_forgiveness",
            FindingId::CounterAttack => "counter_attack",
            FindingId::DenyingReality => "denying_reality",
            FindingId::SelfCondemnation => "self_condemnation",
            FindingId::NamesTheAct => "names_the_act",
            FindingId::Owns => "owns",
            FindingId::AcknowledgesImpact => "acknowledges_impact",
            FindingId::Remorse => "remorse",
            FindingId::Validates => "validates",
            FindingId::Repair => "repair",
            FindingId::CommitsToChange => "commits_to_change",
            FindingId::Patience => "patience",
            FindingId::ForgivenessRequest => "forgiveness_request",
            FindingId::SelfHarm => "self_harm",
        }
    }

    /// The finding of this name, if there is one.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|id| id.name() == name)
    }

    /// What this finding is when nothing about the document changes it.
    #[must_use]
    pub const fn kind(self) -> Kind {
        match self {
            FindingId::ForgivenessRequest => Kind::Note,
            FindingId::SelfHarm => Kind::Safety,
            FindingId::NamesTheAct
            | FindingId::Owns
            | FindingId::AcknowledgesImpact
            | FindingId::Remorse
            | FindingId::Validates
            | FindingId::Repair
            | FindingId::CommitsToChange
            | FindingId::Patience => Kind::Component,
            _ => Kind::Underline,
        }
    }
}

/// How a finding is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Underlined in the text.
    Underline,
    /// Named as a part of a good letter that is there.
    Component,
    /// Said beside the text, not underlined.
    Note,
    /// Opens the safety page; the coach says nothing more about it.
    Safety,
}

impl Kind {
    /// The kind's name in the contract.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Kind::Underline => "underline",
            Kind::Component => "component",
            Kind::Note => "note",
            Kind::Safety => "safety",
        }
    }
}

/// How sure and how strong a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// This will hurt again.
    Change,
    /// This may hurt; only the writer can know.
    Consider,
    /// Said for information.
    Info,
}

impl Severity {
    /// The severity's name in the contract.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Severity::Change => "change",
            Severity::Consider => "consider",
            Severity::Info => "info",
        }
    }
}

/// Who is drafting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// Did the harm. Everything may speak.
    Involved,
    /// Was hurt. Only [`FindingId::SelfHarm`] may speak.
    Hurt,
}

impl Role {
    /// The role of this name in the contract.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "involved" => Some(Role::Involved),
            "hurt" => Some(Role::Hurt),
            _ => None,
        }
    }
}

/// What the draft is for. It decides what the document may hold and which components belong in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Form {
    /// A letter of apology.
    Apology,
    /// The answer to a question.
    Answer,
    /// Telling what an agreement says must be told.
    Disclosure,
    /// A restitution letter: no self-explanation, no plea for sympathy, no request for forgiveness.
    Restitution,
    /// A reply that validates what the other feels; it needs no remorse.
    Validation,
    /// Anything else.
    Note,
}

impl Form {
    /// All forms, in the order of their discriminants.
    pub const ALL: [Form; 6] = [
        Form::Apology,
        Form::Answer,
        Form::Disclosure,
        Form::Restitution,
        Form::Validation,
        Form::Note,
    ];

    /// The form's name in the contract and in rule files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Form::Apology => "apology",
            Form::Answer => "answer",
            Form::Disclosure => "disclosure",
            Form::Restitution => "restitution",
            Form::Validation => "validation",
            Form::Note => "note",
        }
    }

    /// The form of this name, if there is one.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|form| form.name() == name)
    }

    /// The components that a draft of this form is usually made of, in the order in which they are usually written.
    #[must_use]
    pub const fn components(self) -> &'static [FindingId] {
        match self {
            Form::Apology => &[
                FindingId::NamesTheAct,
                FindingId::Owns,
                FindingId::AcknowledgesImpact,
                FindingId::Remorse,
                FindingId::Validates,
                FindingId::Repair,
                FindingId::CommitsToChange,
                FindingId::Patience,
            ],
            Form::Restitution => &[
                FindingId::NamesTheAct,
                FindingId::Owns,
                FindingId::AcknowledgesImpact,
                FindingId::Validates,
                FindingId::Remorse,
                FindingId::Repair,
                FindingId::CommitsToChange,
            ],
            Form::Disclosure => {
                &[FindingId::NamesTheAct, FindingId::Owns, FindingId::AcknowledgesImpact]
            }
            Form::Answer => &[FindingId::NamesTheAct, FindingId::Owns],
            Form::Validation => {
                &[FindingId::Validates, FindingId::AcknowledgesImpact, FindingId::Patience]
            }
            Form::Note => &[],
        }
    }
}

/// One finding in a draft.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What was found.
    pub id: FindingId,
    /// How it is shown in a document of this form.
    pub kind: Kind,
    /// How strongly.
    pub severity: Severity,
    /// Byte offset of its first byte in the UTF-8 text as given.
    pub start: usize,
    /// Byte offset after its last byte.
    pub end: usize,
    /// The rule that found it: its file below `rules/<language>/`, without the ending; or `weigher/` and the finding's
    /// name when no pattern did, but the weights of the sentence.
    pub rule: &'static str,
    /// Which of the rule's patterns, from 0, those under `weak` counted after the others.
    pub pattern: u16,
}
