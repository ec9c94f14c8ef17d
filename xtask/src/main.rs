//! What a developer runs: serve, test, lint, tidy, bench, dist.

mod dist;
mod serve;
mod web;
mod workspace;

use clap::{Parser, Subcommand};

/// The one command line of a developer.
#[derive(Parser)]
#[command(
    name = "cargo xtask",
    about = "What a developer of Steadfast runs",
    disable_help_subcommand = true
)]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

/// Everything that can be asked for.
#[derive(Subcommand)]
enum Task {
    /// Build the app, embed it, and start relay and app on http://localhost:4480 with ./data
    Serve(serve::Options),
    /// Build the app alone, and say where it is
    Web(web::Options),
    /// Build what is handed out: the command with the small app inside, and the app as a folder
    Dist,
}

fn main() -> anyhow::Result<()> {
    match Arguments::parse().task {
        Task::Serve(options) => serve::run(&options),
        Task::Web(options) => {
            println!("{}", web::build(&options)?.display());
            Ok(())
        }
        Task::Dist => dist::run(),
    }
}
