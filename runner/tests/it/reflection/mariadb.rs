//! Reading what a database holds: mariadb.
