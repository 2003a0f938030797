select (select count(*) from loaded) as loaded, (select count(*) from retired) as retired
