CREATE TABLE node (
    id integer GENERATED ALWAYS AS IDENTITY,
    label varchar(40) NOT NULL,
    CONSTRAINT node_pk PRIMARY KEY (id),
    CONSTRAINT node_label_key UNIQUE (label)
);
CREATE TABLE edge (
    from_node integer NOT NULL,
    to_node integer NOT NULL,
    weight double precision DEFAULT 1.5,
    CONSTRAINT edge_pk PRIMARY KEY (from_node, to_node),
    CONSTRAINT edge_from_fk FOREIGN KEY (from_node) REFERENCES node (id) ON DELETE CASCADE,
    CONSTRAINT edge_to_fk FOREIGN KEY (to_node) REFERENCES node (id) ON DELETE CASCADE,
    CONSTRAINT edge_no_loop CHECK (from_node <> to_node)
);
CREATE INDEX edge_to_idx ON edge (to_node);
