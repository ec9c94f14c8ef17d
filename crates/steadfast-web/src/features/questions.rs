//! Questions: one asks at their own pace, the other answers in the record, and no answer takes the place of another.

mod answer;
mod ask;
mod form;
mod one;
mod page;
mod state;

pub(crate) use ask::NewQuestionPage;
pub(crate) use one::QuestionPage;
pub(crate) use page::QuestionsPage;
