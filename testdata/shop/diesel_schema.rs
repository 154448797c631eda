// @generated automatically by Diesel CLI.

pub mod sql_types {
    #[derive(diesel::query_builder::QueryId, Clone, diesel::sql_types::SqlType)]
    #[diesel(postgres_type(name = "product_status"))]
    pub struct ProductStatus;
}

diesel::table! {
    customer (id) {
        id -> Int4,
        #[max_length = 200]
        email -> Varchar,
        name -> Text,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    line (order_id, position) {
        order_id -> Int8,
        position -> Int2,
        product_id -> Int4,
        amount -> Int4,
    }
}

diesel::table! {
    orders (id) {
        id -> Int8,
        customer_id -> Int4,
        placed_at -> Timestamptz,
        paid -> Bool,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::sql_types::ProductStatus;

    product (id) {
        id -> Int4,
        #[max_length = 40]
        code -> Varchar,
        name -> Text,
        price -> Numeric,
        status -> ProductStatus,
        details -> Nullable<Json>,
    }
}

diesel::table! {
    review (id) {
        id -> Int4,
        product_id -> Int4,
        customer_id -> Nullable<Int4>,
        rating -> Int2,
        words -> Nullable<Text>,
    }
}

diesel::joinable!(line -> orders (order_id));
diesel::joinable!(line -> product (product_id));
diesel::joinable!(orders -> customer (customer_id));
diesel::joinable!(review -> customer (customer_id));
diesel::joinable!(review -> product (product_id));

diesel::allow_tables_to_appear_in_same_query!(customer, line, orders, product, review,);
