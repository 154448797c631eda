//! What the guide says of several databases is what happens.

use crate::autogenerate::chapter::template_does_what_it_says;

#[test]
fn every_example_of_the_chapter_does_what_it_says() {
    template_does_what_it_says("multidb", "many-databases.md");
}
