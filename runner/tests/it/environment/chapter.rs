//! What the guide says of environments is what happens.

use crate::autogenerate::chapter::does_what_it_says;

#[test]
fn every_example_of_the_chapter_does_what_it_says() {
    does_what_it_says("environment.md");
}
