//! A tiny faultless input and ways to write it, shared by the tests of `ingest`.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "helpers of tests fail loudly and use files of their own"
)]
#![allow(dead_code, reason = "each test binary uses a part")]

use junheng::ingest::{ReadOptions, Reading, read};
use std::collections::BTreeMap;
use std::path::Path;

/// Tables by name.
pub(crate) type Tables = BTreeMap<&'static str, String>;

/// Two small primary schools and one that closed, all cross-references filled; no issue at all.
pub(crate) fn base() -> Tables {
    BTreeMap::from([
        (
            "schools",
            "id,name,town,setting,lat,lon,cluster,cluster_role,paired_with,boarding,seats,priority,opens,closes,merges_into\n\
             S1,第一小学,城关街道,urban,29.7,105.7,甲教共体,lead,S2,no,500,new,,,\n\
             S2,第二小学,河口镇,rural,29.8,105.8,甲教共体,member,S1,no,300,,,,\n\
             S3,旧村小,河口镇,rural,,,,,,no,,,1990,2020,S2\n",
        ),
        (
            "enrollment",
            "year,school,stage,grade,pupils,classes,boarders,inclusion\n\
             2026,S1,primary,1,40,1,0,0\n2026,S2,primary,1,30,1,5,1\n",
        ),
        (
            "teachers",
            "id,name,sex,birth,school,stage,kind,other_kinds,post,first_employed,title,in_school_since,homeroom,\
             retirement_category,spouse,preferences,pinned,forbidden\n\
             T1,,female,1985-03,S1,primary,math,music,teaching,2007-09,first,2015-09,yes,,T2,S2,,S3\n\
             T2,,male,1980-05,S2,primary,math,,teaching,2002-09,senior,2010-09,yes,,T1,,,\n",
        ),
        (
            "certificates",
            "teacher,certificate,stage,kind,valid_until\nT1,teaching,primary,math,\nT2,teaching,junior,math,\n",
        ),
        ("distinctions", "teacher,level,honor,since,valid_until\nT1,district,key-teacher,2020-01,2030-01\n"),
        ("curriculum", "year,stage,grade,kind,lessons\n,primary,1,math,4\n"),
        ("workload", "stage,item,lessons\nprimary,math,16\n"),
        ("establishment", "year,school,stage,posts\n,S1,primary,5\n,S2,primary,5\n"),
        ("channels", "channel,year,kind,stage,setting,posts,supply,cost,bond_years\n公开招聘,,,primary,,2,2,80000,3\n"),
        (
            "facilities",
            "school,stage,facility,amount,state\nS1,primary,floor-area,180.5,met\nS2,primary,equipment,60000,\n\
             S2,primary,multimedia,,short\n",
        ),
        ("published", "teacher,school,stage\nT1,S1,primary\n"),
        (
            "demography",
            "year,town,school,stage,entrants,transfer_rate,grade_rate\n2027,城关街道,,primary,36,,0.99\n\
             2027,,,junior,,0.98,\n2028,城关街道,S1,primary,35,,\n",
        ),
        ("changes", "teacher,year,change,value\nT1,2027,title,senior\nT2,2028,leaves,\n"),
        (
            "attrition",
            "setting,sex,from_age,to_age,leaving_rate,absence_rate\nurban,,,34,0.02,\nurban,,35,,0.01,\nrural,,,,0.03,\n\
             ,female,25,40,,0.04\n",
        ),
        (
            "honors",
            "award,date,places,training_places,low_rate,rate,high_rate,training_gain,title,title_years,degree,\
             service_years,rural_years,max_age,roles,requires\n\
             key-teacher,2026-12,3,1,0.2,0.3,0.4,0.1,first,2,bachelor,6,1,50,cadre;teacher,district-key-teacher\n\
             master-teacher,2027-12,1,,,0.3,,,senior,,,,,,teacher,key-teacher\n",
        ),
        ("travel", "from,to,minutes,km\nS1,S2,25,\n"),
    ])
    .into_iter()
    .map(|(name, text)| (name, text.to_owned()))
    .collect()
}

/// Two ready-made lists without an issue.
pub(crate) fn lists() -> Tables {
    BTreeMap::from([
        ("surplus", "id,kind,area,points,school,available,note\nP1,体育,河口镇,120.5,第二小学,yes,\n".to_owned()),
        ("vacancies", "id,area,school,kind,region,posts\nV1,城关街道,第一小学,体育,2,1\n".to_owned()),
    ])
}

/// Writes the tables as `<name>.csv` in UTF-8.
pub(crate) fn write(folder: &Path, tables: &Tables) {
    for (name, text) in tables {
        std::fs::write(folder.join(format!("{name}.csv")), text).unwrap();
    }
}

/// Reads tables from a folder of their own.
pub(crate) fn read_tables(tables: &Tables) -> Reading {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), tables);
    read(folder.path(), &ReadOptions::default()).unwrap()
}

/// The rows of a simple CSV text.
pub(crate) fn cells(text: &str) -> Vec<Vec<String>> {
    text.lines().map(|line| line.split(',').map(str::to_owned).collect()).collect()
}

/// Writes the tables as sheets of a workbook, every cell as text, numbers as numbers.
pub(crate) fn workbook(tables: &Tables) -> rust_xlsxwriter::Workbook {
    let mut book = rust_xlsxwriter::Workbook::new();
    for (name, text) in tables {
        let sheet = book.add_worksheet();
        sheet.set_name(*name).unwrap();
        fill(sheet, 0, text);
    }
    book
}

/// Writes a CSV text into a sheet from row `top`.
pub(crate) fn fill(sheet: &mut rust_xlsxwriter::Worksheet, top: u32, text: &str) {
    for (row, line) in cells(text).iter().enumerate() {
        for (column, value) in line.iter().enumerate() {
            let (row, column) = (top + u32::try_from(row).unwrap(), u16::try_from(column).unwrap());
            match value.parse::<f64>() {
                Ok(number) => sheet.write_number(row, column, number).unwrap(),
                Err(_) if value.is_empty() => continue,
                Err(_) => sheet.write_string(row, column, value).unwrap(),
            };
        }
    }
}

/// The codes of a reading, sorted, each once.
pub(crate) fn codes(reading: &Reading) -> Vec<&'static str> {
    let mut all: Vec<&str> = reading.issues.iter().map(|i| i.code).collect();
    all.sort_unstable();
    all.dedup();
    all
}
