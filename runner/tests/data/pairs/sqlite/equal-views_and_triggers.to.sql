CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER);
create view v as
    select "id", "n"
    from "t"
    where "id" > 0;
create trigger tr after insert on t
begin
    update t set n = 1 where id = new.id;
end;
