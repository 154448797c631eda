CREATE TABLE größe (straße text, "naïve ключ" integer CONSTRAINT "проверка" CHECK ("naïve ключ" > 0));
CREATE INDEX "индекс_日本" ON größe (straße);
CREATE TABLE 表 (列 integer PRIMARY KEY);
COMMENT ON TABLE 表 IS '説明 – «кавычки» 🙂';
