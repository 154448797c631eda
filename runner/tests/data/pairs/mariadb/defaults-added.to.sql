CREATE TABLE t (
    a int DEFAULT 42, b varchar(9) DEFAULT 'x', c boolean DEFAULT false, d datetime DEFAULT CURRENT_TIMESTAMP, e decimal(8, 2) DEFAULT 1.50,
    f date DEFAULT curdate(), g varchar(36) DEFAULT uuid(), h text DEFAULT 'long'
);
