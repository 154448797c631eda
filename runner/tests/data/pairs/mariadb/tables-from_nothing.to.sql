CREATE TABLE node (id int AUTO_INCREMENT, label varchar(40) NOT NULL, PRIMARY KEY (id), UNIQUE KEY node_label (label));
CREATE TABLE edge (
    from_node int NOT NULL, to_node int NOT NULL, weight double DEFAULT 1.5, PRIMARY KEY (from_node, to_node),
    CONSTRAINT edge_from_fk FOREIGN KEY (from_node) REFERENCES node (id) ON DELETE CASCADE,
    CONSTRAINT edge_to_fk FOREIGN KEY (to_node) REFERENCES node (id) ON DELETE CASCADE,
    CONSTRAINT edge_no_loop CHECK (from_node <> to_node)
);
