CREATE TABLE größe (straße varchar(10), `ключ` int DEFAULT 1 COMMENT '説明 🙂', KEY `индекс` (straße));
CREATE TABLE 表 (列 int PRIMARY KEY);
