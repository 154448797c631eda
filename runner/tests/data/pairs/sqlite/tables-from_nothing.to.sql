CREATE TABLE node (id INTEGER PRIMARY KEY AUTOINCREMENT, label VARCHAR(40) NOT NULL, CONSTRAINT node_label UNIQUE (label));
CREATE TABLE edge (
    from_node INTEGER NOT NULL, to_node INTEGER NOT NULL, weight REAL DEFAULT 1.5,
    CONSTRAINT edge_pk PRIMARY KEY (from_node, to_node),
    CONSTRAINT edge_from FOREIGN KEY (from_node) REFERENCES node (id) ON DELETE CASCADE,
    CONSTRAINT edge_to FOREIGN KEY (to_node) REFERENCES node (id) ON DELETE CASCADE,
    CONSTRAINT edge_no_loop CHECK (from_node <> to_node)
);
CREATE INDEX edge_to_node ON edge (to_node);
