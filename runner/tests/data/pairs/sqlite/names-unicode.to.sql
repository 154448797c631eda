CREATE TABLE größe (straße TEXT, "naïve ключ" INTEGER DEFAULT 1 CHECK ("naïve ключ" > 0));
CREATE INDEX "индекс_日本" ON größe (straße);
CREATE TABLE 表 (列 INTEGER PRIMARY KEY);
