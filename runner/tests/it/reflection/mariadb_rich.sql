create table parent (id int auto_increment primary key, code varchar(20) not null, unique key uq_code (code)) comment='it''s';
create table everything (
 id bigint unsigned not null auto_increment primary key,
 b bool not null default true, ti tinyint default 5, tu tinyint unsigned, si smallint, mi mediumint, i int(5) unsigned zerofill, f float, d double, d2 double(8,2), f2 float(7,3), n decimal(10,2) default 1.50, nn numeric, 
 c char(5) default 'a''b\\c', v varchar(20) collate utf8mb4_bin default '', tx text default 'x', tt tinytext, mt mediumtext, lt longtext, bl blob, tb tinyblob, bi binary(4), vb varbinary(9) default X'6162',
 dt date default '2020-01-01', tm time, tm6 time(6), ts timestamp null default null, ts2 timestamp not null default current_timestamp on update current_timestamp, dts datetime(6) default now(6) on update now(6), dts0 datetime,
 y year, y2 year default 2020, j json not null, j2 json default '{}', u uuid default uuid(), i6 inet6, e enum('a','b''c','d,e') default 'a', s set('x','y'), bt bit(3) default b'101', po point, pol polygon, geo geometry,
 g int generated always as (`ti` + 1) virtual, gs varchar(40) generated always as (concat(e, '_', v)) stored,
 chk int check (chk > 0), expr int default (1+2), inv int invisible default 3, lat varchar(10) charset latin1, cm int comment 'hey', fl float default 1.5, dfl double default 1e10, neg int default -3, dj decimal(5,0) default 7,
 parent_id int, par2 int, code varchar(20),
 constraint ck_x check (n >= 0 and v <> ''), check (ti < 100),
 unique key uq_nn (n, dt), unique key uq_pref (tx(10)), key ix_desc (si desc, mi), key ix_pref (lt(20)), fulltext key ft (tx), key h (i) using hash, key ixc (mi) comment 'idx',
 constraint fk_p foreign key (parent_id) references parent (id) on delete cascade on update set null,
 foreign key (code) references parent (code) on delete restrict,
 foreign key (par2) references parent(id) on update no action
) ;
create table lg (v varchar(5), t text) charset latin1;
create table my (id int not null, k int not null auto_increment, primary key (k, id)) engine=myisam row_format=fixed;
create table rc (id int primary key, a int) row_format=compressed key_block_size=8;
create table pt (id int not null, y int not null, primary key (id, y)) partition by range (y) (partition p0 values less than (10) comment 'x', partition p1 values less than maxvalue);
create table ph (id int not null primary key) partition by hash (id + 1) partitions 4;
create table pk (id int not null primary key) partition by key () partitions 2;
create table pl (a int, b int) partition by list columns (a, b) (partition p0 values in ((1,2),(3,4)), partition p1 values in ((5,6)));
create table prc (a int, b date) partition by range columns (b) subpartition by hash (a) subpartitions 2 (partition p0 values less than ('2020-01-01'), partition p1 values less than (maxvalue));
create table ver (id int) with system versioning;
create view vw as select id, upper(v) u, 'ex.`ex`.' q from everything where b;
create view vc (a, b) as select id, `code` from parent where id>1 with check option;
create sequence sq start with 5 increment by 2 minvalue 1 maxvalue 1000 cache 10 cycle;
create sequence sq2;
delimiter //
create function fn (a int, b varchar(20) charset latin1) returns varchar(40) charset utf8mb4 deterministic reads sql data sql security invoker comment 'c' begin declare x int; return concat(a, b); end//
create function fn2 () returns int return 1//
create procedure pr (in a int, out b decimal(10,2), inout c enum('x','y')) begin select a into b; end//
create trigger tr before insert on everything for each row begin set new.ti = 1; end//
create trigger tr2 before insert on everything for each row follows tr set new.ti = 2//
delimiter ;
create table defaults (a text default ('a\\b'), b varchar(9) default _utf8mb4 X'615c62', e enum('a\\b','c d'), f bit(3) default 5, g tinyint(1) default 5, h datetime(6) default now(), i int default (rand()*10), j json default (json_object()), k blob default 'x', l varbinary(5) default 'ab', m date default (curdate()), n varchar(10) default concat('a','b'), o datetime default 20200101, p time default '1:2:3', q bigint unsigned default 18446744073709551615, r varchar(10) default (upper('x')), s varchar(3) default null, t set('a','b') default 'a,b', v varchar(9) default 'l\nm', w int default true, x int default nextval(sq), z double default (pi()), aa text default ('o''k'), ab text default (1));
create table memory_keys (a int, b int, key h (a), key bt (b) using btree, unique key u (a, b)) engine=memory;
create table long_unique (a text, b varchar(3), unique (a), unique key uq_remark (b) comment 'why', unique key uq_desc (b desc));
create table places (p point not null, spatial key sp (p));
create table numbered_reference (id int not null auto_increment primary key, foreign key (id) references parent (id));
create table reference (id int not null primary key, self int, constraint fk_self foreign key (self) references reference (id), foreign key (id) references parent (id));
create table `odd ``name` (`select` int primary key, `a``b` varchar(3) default 'x' check (`a``b` <> 'y'), `Ünï` int);
delimiter //
create aggregate function agg(x int) returns int begin declare s int default 0; declare continue handler for not found return s; loop fetch group next row; set s = s + x; end loop; end//
delimiter ;
