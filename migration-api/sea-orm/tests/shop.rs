//! The shop as values, as structs and as entities gives the same metadata.

#[path = "../../../testdata/shop/entities.rs"]
#[expect(unreachable_pub, reason = "a file of several tests")]
mod entities;
#[path = "../../../testdata/shop/structs.rs"]
#[expect(dead_code, unreachable_pub, reason = "only shapes count")]
mod structs;
#[path = "../../../testdata/shop/values.rs"]
#[expect(unreachable_pub, reason = "a file of several tests")]
mod values;

use migration_api::abi::{Arena, Decode, Reader};
use migration_api::schema::{Metadata, MetadataSource, Object};

/// Returns the objects, a line each, so that a difference is seen.
fn objects(metadata: &Metadata) -> Vec<String> {
    let [MetadataSource::Objects { count, bytes }] = metadata.sources() else {
        panic!("only values are wanted");
    };
    let arena = Arena::default();
    let mut reader = Reader::with_arena(bytes, &arena);
    (0..*count).map(|_| format!("{:#?}", Object::decode(&mut reader).expect("an object"))).collect()
}

#[test]
fn each_source_gives_the_same_tables() {
    let values = values::metadata();
    for (source, metadata) in [("structs", structs::metadata()), ("entities", entities::metadata())]
    {
        for (got, wanted) in objects(&metadata).iter().zip(objects(&values)) {
            assert_eq!(*got, wanted, "{source}");
        }
        assert_eq!(metadata, values, "{source}");
    }
}
